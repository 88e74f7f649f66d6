/** Why a file cannot be opened, in words for its reader. */
export class FileError extends Error {
	override readonly name = 'FileError';
}
