// A program as an address holds it: as it is, or compressed if it is long. The twin of
// tell/link.py.

const LONG_PROGRAM = 300; // characters
const MOST_OF_ADDRESS = 100000; // bytes of a program: more than is read

async function packed(text) {
  if ([...text].length <= LONG_PROGRAM && !text.startsWith('~')) return text;
  const made = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(made).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `~${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

// Null for what cannot be read. No more of it is unpacked than any program may have.
async function unpacked(told) {
  if (!told.startsWith('~')) return told.slice(0, MOST_OF_ADDRESS);
  try {
    const binary = atob(told.slice(1).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    const decoder = new TextDecoder();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
      if (text.length > MOST_OF_ADDRESS) { reader.cancel(); return text.slice(0, MOST_OF_ADDRESS); }
    }
  } catch {
    return null;
  }
}
