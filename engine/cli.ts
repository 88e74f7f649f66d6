/**
 * The engine from the shell.
 *
 *   npm run -s explorer -- run FILE.py     runs a lesson and prints what it prints
 *   npm run -s explorer -- check FILE.py   checks every gradient that it claims
 *   npm run -s explorer -- export FILE.py OUT --onnx training   writes it as something else
 *
 * Exit status: 0, 1 where the lesson fails (or a check does), 2 for wrong usage.
 */
import { main } from './cli/main.ts';

process.exitCode = await main(process.argv.slice(2));
