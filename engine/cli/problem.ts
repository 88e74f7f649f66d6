/** A lesson's mistake as the shell shows it: `file:line:column: Type: message`. */
import type { LessonProblem } from '../python/errors.ts';

export function showProblem(
	file: string,
	{ type, message, line, column, hint }: LessonProblem
): string {
	const place = line > 0 ? `${file}:${line}:${column}: ` : `${file}: `;
	return `${place}${type}: ${message}\n${hint ? `  hint: ${hint}\n` : ''}`;
}
