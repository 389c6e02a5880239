// Draws `favicon.svg` (only `rect` and `circle`, filled or stroked) as a 32 px icon file, so that
// no binary is kept in the repository and no image library is needed.

import { crc32, deflateSync } from 'node:zlib';

const SIZE = 32;
const SAMPLES = 4;

/** Returns the bytes of a `favicon.ico` with the drawing of `svg`, whose view box is 32 by 32. */
export function faviconFrom(svg) {
  const shapes = [...svg.matchAll(/<(rect|circle)\b([^>]*)\/>/g)].map(([, kind, text]) => ({
    kind,
    ...Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [k, v])),
  }));
  const pixels = Buffer.alloc(SIZE * SIZE * 4);
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) pixels.set(pixelAt(shapes, x, y), (y * SIZE + x) * 4);
  }
  return iconFile(pngFile(pixels));
}

function pixelAt(shapes, x, y) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const px = x + ((i % SAMPLES) + 0.5) / SAMPLES;
    const py = y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES;
    const colour = shapes.map((shape) => colourAt(shape, px, py)).findLast(Boolean);
    if (colour) [...colour, 255].forEach((value, channel) => (sum[channel] += value));
  }
  const covered = sum[3] / 255 || 1;
  return [
    ...sum.slice(0, 3).map((value) => Math.round(value / covered)),
    Math.round(sum[3] / (SAMPLES * SAMPLES)),
  ];
}

function colourAt(shape, x, y) {
  const number = (name) => Number(shape[name] ?? 0);
  const distance =
    shape.kind === 'circle'
      ? Math.hypot(x - number('cx'), y - number('cy')) - number('r')
      : roundedRect(
          x,
          y,
          number('x'),
          number('y'),
          number('width'),
          number('height'),
          number('rx'),
        );
  if (shape.stroke && Math.abs(distance) <= number('stroke-width') / 2) return rgb(shape.stroke);
  return shape.fill !== 'none' && distance <= 0 ? rgb(shape.fill) : undefined;
}

function roundedRect(x, y, left, top, width, height, radius) {
  const dx = Math.abs(x - left - width / 2) - width / 2 + radius;
  const dy = Math.abs(y - top - height / 2) - height / 2 + radius;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

function rgb(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

function pngFile(pixels) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = [];
  for (let y = 0; y < SIZE; y += 1) {
    rows.push(Buffer.from([0]), pixels.subarray(y * SIZE * 4, (y + 1) * SIZE * 4));
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function iconFile(png) {
  const header = Buffer.alloc(22);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(1, 4);
  header.set([SIZE, SIZE, 0, 0, 1, 0, 32, 0], 6);
  header.writeUInt32LE(png.length, 14);
  header.writeUInt32LE(22, 18);
  return Buffer.concat([header, png]);
}
