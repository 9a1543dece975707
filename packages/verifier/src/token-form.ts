const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECKSUM_LENGTH = 6;
/** A prefix of words joined by `_`, 32 characters and a checksum of 6. */
const FORM = /^(?=.{2,24}_[0-9A-Za-z]{38}$)[0-9A-Za-z]+(?:_[0-9A-Za-z]+)+$/;
const MAX_LENGTH = 63;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of ASCII, as in zip. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at += 1) crc = (TABLE[(crc ^ text.charCodeAt(at)) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Whether text has the form of a Latchkey token, its checksum included. So garbage costs Latchkey no question. */
export function isToken(text: string): boolean {
  if (text.length > MAX_LENGTH || !FORM.test(text)) return false;
  const split = text.length - CHECKSUM_LENGTH;
  let rest = crc32(text.slice(0, split));
  for (let at = text.length - 1; at >= split; at -= 1) {
    if (text.charCodeAt(at) !== ALPHABET.charCodeAt(rest % 62)) return false;
    rest = Math.floor(rest / 62);
  }
  return true;
}

const MAX_JWT_LENGTH = 16_384;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether text has the form of a signed JWT (RFC 7515 section 3.1). */
export function isJwt(text: string): boolean {
  return text.length <= MAX_JWT_LENGTH && JWT.test(text);
}
