/** The engine's public surface: the only file that the rest of the project imports. */
export { BackendError, type Backend } from './backends/backend.ts';
export { chooseBackend, type BackendNote, type Choice } from './backends/choose.ts';
export type { Download } from './backends/onnx/download.ts';
export { createReferenceBackend } from './backends/reference.ts';
export type { Fault } from './backends/self-test.ts';
export type {
	Answer,
	CheckProgress,
	CheckReport,
	CheckRow,
	Dominant,
	ErrorSource,
	FormulaAnswer,
	Histogram,
	MachineAnswer,
	Reason,
	SlopeAnswer,
	StabilityAnswer,
	Verdict,
	WorstEntry
} from './check/report.ts';
export { compareGradients, type Agreement, type Difference } from './check/agreement.ts';
export { checkTrace } from './check/check.ts';
export {
	slopeLab,
	type Precision,
	type Secant,
	type SlopeLab,
	type SlopeStep
} from './check/slope-lab.ts';
export type {
	About,
	Answers,
	CallHint,
	Completions,
	NameHint,
	NameKind,
	Offer,
	Parameter,
	Question
} from './assist/answers.ts';
export type { Graph, Node, Span } from './graph.ts';
export { opTable } from './ops/index.ts';
export type { Attrs, OpName } from './ops/op.ts';
export { PythonError, type LessonProblem, type ProblemCall } from './python/errors.ts';
export {
	createSession,
	openSession,
	Session,
	type LessonOptions,
	type Progress,
	type SessionInfo
} from './session.ts';
export { showShape } from './shape.ts';
export { isFloat, sizeOf, type DType, type FloatType, type Shape, type Tensor } from './tensor.ts';
export type { BackendName, Binding, GradientClaim, Phase, Step, Trace } from './trace.ts';
