/** The command line was not what it should be; the message says what to mend. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}
