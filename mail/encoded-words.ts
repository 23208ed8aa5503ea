/** RFC 2047: `=?UTF-8?B?…?=` in a header, back to text. */
const WORD = /=\?([\w-]+)(?:\*[\w-]*)?\?([BbQq])\?([^?\s]*)\?=/g;

export function decodeWords(header: string): string {
  let result = '';
  let at = 0;
  let pending: { charset: string; bytes: Buffer[] } | undefined;
  const flush = (): void => {
    if (pending) result += decodeBytes(pending.charset, Buffer.concat(pending.bytes));
    pending = undefined;
  };
  for (const match of header.matchAll(WORD)) {
    const [whole, charset = '', encoding = '', body = ''] = match;
    const between = header.slice(at, match.index);
    // White space between two encoded words is no text; a character may be split across them.
    if (pending === undefined || /\S/.test(between) || pending.charset !== charset.toLowerCase()) {
      const separator = pending !== undefined && !/\S/.test(between) ? '' : between;
      flush();
      result += separator;
      pending = { charset: charset.toLowerCase(), bytes: [] };
    }
    pending.bytes.push(encoding.toUpperCase() === 'B' ? Buffer.from(body, 'base64') : quotedBytes(body));
    at = match.index + whole.length;
  }
  flush();
  return result + header.slice(at);
}

function quotedBytes(body: string): Buffer {
  const text = body.replaceAll('_', ' ').replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

function decodeBytes(charset: string, bytes: Buffer): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
