/** What PyTorch says after a failure in fast mode. */
import type { Tensor } from '../../../tensor.ts';
import type { Runtime } from '../../runtime.ts';
import { mostApart, written } from './compare.ts';

/** PyTorch's advice where the slow check would have passed. */
const WOULD_PASS = `Fast gradcheck failed but element-wise differences are small. This means that the
test might've passed in slow_mode!

If you are adding a new operator, please file an issue and then use one of the
workarounds. The workaround depends on how your test invokes gradcheck/gradgradcheck:

If the test
- manually invokes gradcheck/gradgradcheck, then call gradcheck/gradgradcheck
  with \`fast_mode=False\` as a keyword argument.
- is OpInfo-based (e.g., in test_ops_gradients.py), then modify the OpInfo for the test
  to have \`gradcheck_fast_mode=False\`
- is a Module test (e.g., in common_nn.py), then modify the corresponding
  module_test entry to have \`gradcheck_fast_mode=False\``;

export function recomputed(rt: Runtime, n: Tensor, a: Tensor, isClose: boolean): string {
	return (
		'\nThe above quantities relating the numerical and analytical jacobians are computed \n' +
		'in fast mode. See: https://github.com/pytorch/pytorch/issues/53876 for more background \n' +
		'about fast mode. Below, we recompute numerical and analytical jacobians in slow mode:\n\n' +
		`Numerical:\n ${written(rt, n)}\nAnalytical:\n${written(rt, a)}\n\n` +
		`The max per-element difference (slow mode) is: ${mostApart(n, a)}.\n` +
		(isClose ? WOULD_PASS : '')
	);
}
