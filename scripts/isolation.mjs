/**
 * Headers that make the page cross-origin isolated: onnxruntime-web may then use threads. They are a
 * gift, not a need: on a host without them it runs on one thread.
 * @type {Record<string, string>}
 */
export const isolation = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp'
};
