/** torch.optim.lr_scheduler: learning rates that change with the epoch. */
import { objectClass } from '../../object-class.ts';
import { PyClass, PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { PyDict, PyList, PyModule, toNumber, type Evaluation, type Value } from '../../values.ts';
import { method, type Given, type Parameters } from '../nn/native.ts';

type Rate = (
	epoch: number,
	base: number,
	now: number,
	given: Given,
	rt: Runtime
) => number | Evaluation<number>;

function createSchedule(name: string, parameters: Parameters, rate: Rate): PyClass {
	const cls = new PyClass(name, [objectClass], 'torch.optim.lr_scheduler', true);
	method(cls, '__init__', ['optimizer', ...parameters], function* (rt, self, given) {
		for (const [key, value] of Object.entries(given))
			if (key !== 'self') self.fields.set(key, value);
		self.fields.set('base_lrs', new PyList(rates(self)));
		self.fields.set('last_epoch', -1n);
		yield* advance(rt, self, rate);
		return null;
	});
	method(cls, 'step', [['epoch', null]], (rt, self) => advance(rt, self, rate));
	method(cls, 'get_last_lr', [], (_, self) => new PyList(rates(self)));
	return cls;
}

function groupsOf(self: PyInstance): PyDict[] {
	const optimizer = self.fields.get('optimizer');
	const list = optimizer instanceof PyInstance ? optimizer.fields.get('param_groups') : null;
	return list instanceof PyList ? list.items.filter((each) => each instanceof PyDict) : [];
}

const rates = (self: PyInstance): Value[] =>
	groupsOf(self).map((group) => group.entries.get('slr')?.[1] ?? null);

function* advance(rt: Runtime, self: PyInstance, rate: Rate): Evaluation<Value> {
	const epoch = Number(self.fields.get('last_epoch')) + 1;
	self.fields.set('last_epoch', BigInt(epoch));
	const given = Object.fromEntries(self.fields);
	const bases = (self.fields.get('base_lrs') as PyList).items;
	for (const [i, group] of groupsOf(self).entries()) {
		const now = toNumber(group.entries.get('slr')?.[1] ?? null, 'lr');
		const next = rate(epoch, toNumber(bases[i], 'lr'), now, given, rt);
		group.with('lr', typeof next === 'number' ? next : yield* next);
	}
	return null;
}

const number = (given: Given, name: string) => toNumber(given[name], name);

/** Every `step_size` epochs `gamma` times as large. */
const stepLr = createSchedule(
	'StepLR',
	['step_size', ['gamma', 0.1], ['last_epoch', -1n]],
	(epoch, _, now, given) =>
		epoch === 0 || epoch % number(given, 'step_size') !== 0 ? now : now * number(given, 'gamma')
);

const exponentialLr = createSchedule(
	'ExponentialLR',
	['gamma', ['last_epoch', -1n]],
	(epoch, _, now, given) => (epoch === 0 ? now : now * number(given, 'gamma'))
);

/** Half a cosine from the first rate down to `eta_min`, by PyTorch's recurrence. */
const cosineLr = createSchedule(
	'CosineAnnealingLR',
	['T_max', ['eta_min', 0n], ['last_epoch', -1n]],
	(epoch, base, now, given) => {
		const [length, least] = [number(given, 'T_max'), number(given, 'eta_min')];
		const wave = (at: number) => 1 + Math.cos((Math.PI * at) / length);
		if (epoch === 0) return now;
		if ((epoch - 1 - length) % (2 * length) === 0) {
			return now + ((base - least) * (1 - Math.cos(Math.PI / length))) / 2;
		}
		return (wave(epoch) / wave(epoch - 1)) * (now - least) + least;
	}
);

const lambdaLr = createSchedule(
	'LambdaLR',
	['lr_lambda', ['last_epoch', -1n]],
	function* (epoch, base, _, given, rt) {
		const args = { positional: [BigInt(epoch)], keywords: new Map() };
		return base * toNumber(yield* rt.language.call(rt, given.lr_lambda, args), 'lr_lambda()');
	}
);

const byName = new Map<string, Value>(
	[stepLr, exponentialLr, cosineLr, lambdaLr].map((each) => [each.name, each])
);

export const schedulerModule = PyModule.of('torch.optim.lr_scheduler', byName);
