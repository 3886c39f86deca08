// Large arrays, which come as the bytes of their numbers.

// The entries of {float64} or {float32}: bytes, or their text in base64.
function entriesIn({ float64, float32 }) {
  const given = float64 ?? float32;
  const bytes = typeof given === 'string' ? Uint8Array.from(atob(given), (sign) => sign.charCodeAt(0))
    : new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice();
  return float64 ? new Float64Array(bytes.buffer) : Float64Array.from(new Float32Array(bytes.buffer));
}
