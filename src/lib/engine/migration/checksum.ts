import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of the UTF-8 bytes of `text`, in lower-case hex: the same as `sha256sum` of the file. */
export function checksumOf(text: string): string {
	return bytesToHex(sha256(utf8ToBytes(text)));
}
