/** Whether `name` names a value of the lesson (`h`, `net.fc1.weight`), not what hangs on one (`w1.grad`). */
export function namesValue(name: string): boolean {
	return !/\.(grad|data)\b/.test(name);
}
