/** The names of torch.optim. */
import { PyModule, type Value } from '../../values.ts';
import { optimizerClass } from './optimizer.ts';
import { rules } from './rules.ts';
import { schedulerModule } from './schedules.ts';

const names = new Map<string, Value>([
	...[optimizerClass, ...rules].map((cls) => [cls.name, cls] as const),
	['lr_scheduler', schedulerModule]
]);

export const optimModule = PyModule.of('torch.optim', names);
