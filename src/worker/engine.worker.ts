/** The worker that holds the engine: plain data in and out. */
import { expose } from 'comlink';
import { chooseBackend } from '#engine';
import { EngineHost } from './host.ts';

/** Bytes of ORT's files by name: known to the build, and to no server that compresses. */
declare const __ORT_SIZES__: Readonly<Record<string, number>>;

/** Where the build puts ORT's files, seen from where it puts this worker. */
const FILES = import.meta.env.DEV ? '/ort/' : '../../../ort/';
/** More threads than this gain nothing at the lessons' sizes. */
const THREADS = 4;

expose(
	new EngineHost((wanted, onDownload) => {
		const wasmPaths = new URL(FILES, self.location.href).href;
		const threads = Math.min(THREADS, navigator.hardwareConcurrency);
		return chooseBackend(wanted, { wasmPaths, threads, onDownload, sizes: __ORT_SIZES__ });
	})
);
