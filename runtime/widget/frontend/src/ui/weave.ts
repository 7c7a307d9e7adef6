/** One picture of the orb: threads on a disc. */
export interface Weave {
  readonly seconds: number;
  readonly height: number; // 0..1 of the radius
  readonly filled: boolean; // the bot speaks: the threads stand light on a full disc
  readonly pulse: boolean; // a knot runs along the threads: something is being worked on
  readonly thread: string;
  readonly second: string;
  readonly disc: string;
}

const THREADS = 7;

export function drawWeave(context: CanvasRenderingContext2D, size: number, weave: Weave): void {
  const radius = size / 2;
  context.clearRect(0, 0, size, size);
  context.save();
  context.beginPath();
  context.arc(radius, radius, radius * 0.98, 0, Math.PI * 2);
  context.clip();
  if (weave.filled) {
    const glow = context.createLinearGradient(0, 0, size, size);
    glow.addColorStop(0, weave.second);
    glow.addColorStop(0.55, weave.thread);
    context.fillStyle = glow;
    context.fillRect(0, 0, size, size);
  }
  for (let index = 0; index < THREADS; index += 1) drawThread(context, size, weave, index);
  context.restore();
}

function drawThread(context: CanvasRenderingContext2D, size: number, weave: Weave, index: number): void {
  const radius = size / 2;
  const share = index / (THREADS - 1);
  const waves = 1.15 + share * 0.9;
  const drift = weave.seconds * (1.1 + share * 0.9) * (index % 2 === 0 ? 1 : -1);
  const tall = weave.height * (1 - 0.55 * share);
  context.beginPath();
  for (let x = 0; x <= size; x += Math.max(2, size / 96)) {
    const along = x / size;
    const envelope = Math.sin(Math.PI * along) ** 2 * (weave.pulse ? knot(along, weave.seconds) : 1);
    const y = radius + Math.sin(along * Math.PI * 2 * waves + drift + index * 0.9) * envelope * tall * radius;
    if (x === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.lineWidth = Math.max(1.25, (size / 144) * (2.6 - share * 1.4));
  context.lineJoin = "round";
  context.globalAlpha = weave.filled ? 0.95 - share * 0.5 : 0.92 - share * 0.55;
  context.strokeStyle = weave.filled ? weave.disc : index % 2 === 0 ? weave.thread : weave.second;
  context.stroke();
  context.globalAlpha = 1;
}

/** A bump that travels to and fro. */
function knot(along: number, seconds: number): number {
  const centre = 0.5 + 0.32 * Math.sin(seconds * 2.6);
  return 0.35 + 1.3 * Math.exp(-(((along - centre) / 0.16) ** 2));
}
