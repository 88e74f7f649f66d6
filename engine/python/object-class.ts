/** `object`, which every class derives from. */
import { PyClass } from './objects.ts';
import { PyBuiltin } from './values.ts';

export const objectClass = new PyClass('object', [], 'builtins', true);

objectClass.members.set('__init__', new PyBuiltin('__init__', () => null));
