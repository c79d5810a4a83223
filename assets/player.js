/**
 * Plays the frames of a page that `parkade draw RUN --to NAME.html` wrote. Each frame replaces what moves in the drawing; everything
 * comes with the page, nothing is fetched. Space plays and stops, the arrow keys go frame by frame.
 */
const MOVING = ['[data-panel]', '[data-now]'];
const byId = (id) => document.getElementById(id);
const [picture, button, slider, output] = ['picture', 'play', 'time', 'now'].map(byId);

const frames = await unpacked(byId('frames').textContent);
const parts = MOVING.map((name) => picture.querySelector(name));
let shown = frames.length - 1;
let timer = null;

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).json();
}

function show(i) {
  shown = i;
  const { t, parts: content } = frames[i];
  for (const [p, part] of parts.entries()) if (part) part.innerHTML = content[p];
  slider.value = String(i);
  slider.setAttribute('aria-valuetext', t);
  output.textContent = t;
}

function stop() {
  clearTimeout(timer);
  timer = null;
  button.textContent = 'Play';
}

function play() {
  button.textContent = 'Pause';
  const next = () => {
    if (shown === frames.length - 1) return stop();
    show(shown + 1);
    timer = setTimeout(next, 1000 * frames[shown].seconds);
  };
  if (shown === frames.length - 1) show(0);
  timer = setTimeout(next, 1000 * frames[shown].seconds);
}

const toggle = () => (timer === null ? play() : stop());

button.addEventListener('click', toggle);
slider.addEventListener('input', () => {
  stop();
  show(Number(slider.value));
});
document.addEventListener('keydown', (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === ' ' && event.target !== button) toggle();
  else if (step && event.target !== slider) {
    stop();
    show(Math.min(frames.length - 1, Math.max(0, shown + step)));
  } else return;
  event.preventDefault();
});

byId('player').hidden = false;
// Nobody who asked for stillness is moved; everybody else sees at once what this is.
if (matchMedia('(prefers-reduced-motion: reduce)').matches) show(shown);
else play();
