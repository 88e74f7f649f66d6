/**
 * `npm run alarms`: the gradient check over thousands of random programs, whose gradients are right.
 * Whatever it fails is a false alarm; and it should seldom say that it cannot tell.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { gallery } from '#engine/lessons/gallery.ts';
import { lessons } from '#engine/lessons/lessons.ts';
import { failing, Tally } from '../support/checked.ts';
import { straightPrograms, trainingPrograms } from '../support/torch-programs/programs.ts';
import { BACKENDS, programsOn } from './checkers.ts';

const USAGE = `usage: npm run alarms -- [--programs N] [--seeds A,B,…] [--backend reference|wasm|webgpu]`;

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			programs: { type: 'string', default: '1000' },
			seeds: { type: 'string', default: '1,2,3' },
			backend: { type: 'string', default: 'reference' },
			help: { type: 'boolean', short: 'h' }
		}
	});
	if (values.help) {
		console.log(USAGE);
		return 0;
	}
	const asked = BACKENDS.find((each) => each === values.backend);
	if (!asked) {
		console.error(USAGE);
		return 2;
	}
	const checker = await programsOn(asked);
	const tally = new Tally();
	let alarms = 0;
	const look = async (what: string, source: string, seed: number) => {
		const report = await checker.check(source, seed);
		if (!report) return;
		tally.add(report);
		for (const row of report.rows) {
			for (const question of failing(row)) {
				alarms++;
				console.log(`\nFalse alarm: ${question} of ${row.name}, ${what}\n${source}`);
			}
		}
	};
	for (const [id, { source }] of Object.entries(lessons)) await look(`lesson ${id}`, source, 0);
	for (const [id, load] of Object.entries(gallery))
		await look(`lesson ${id}`, (await load()).source, 0);
	for (const seed of values.seeds.split(',').map(Number)) {
		const numRuns = Number(values.programs);
		const programs = fc.sample(fc.oneof(straightPrograms, trainingPrograms), { seed, numRuns });
		for (const { source } of programs) await look(`seed ${seed}`, source, seed);
	}
	await checker.close();
	const { rows, passed, entries, sided, undecided, imprecise } = tally;
	console.log(`${rows} gradients checked on ${checker.description}, ${alarms} false alarms`);
	console.log(
		`passed: ${Object.entries(passed)
			.map(([name, count]) => `${name} ${count}`)
			.join(', ')}`
	);
	const share = ((100 * undecided) / entries).toFixed(2);
	console.log(
		`of ${entries} entries asked for their slope ${sided} lay at a kink; of ${undecided} (${share} %) it cannot tell`
	);
	console.log(`${imprecise} nodes called unusually inaccurate`);
	return alarms > 0 ? 1 : 0;
}

// a page that is served would keep the process
process.exit(await main());
