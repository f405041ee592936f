// The digits network, live: chapters 05 and 07 and the front page. Nothing is loaded before its button is pressed.
import {SAMPLERS, SPACINGS} from './diffusion.js';
import {Figure, element, moves, picture} from './figure.js';
import {DIGITS, Model} from './model.js';

const STEPS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100, 200];
const names = table => Object.fromEntries(Object.keys(table).map(name => [name, name]));
const list = (n, f) => Array.from({length: n}, (_, i) => f(i));

// A button below the picture; the figure takes the picture's place when the network is there
function offer(id, name, build) {
  const cell = document.getElementById(id);
  if (!cell) return;
  const wait = element('p', 'live-offer'), button = element('button', 'live-button', 'Run it here'), status = element('span');
  button.type = 'button';
  status.setAttribute('role', 'status');
  wait.append(button, status);
  cell.querySelector('figure > p').after(wait);
  cell.querySelector('.live').hidden = true;
  fetch(DIGITS, {method: 'HEAD'}).then(({ok, headers}) => {
    const size = Number(headers.get('content-length'));
    if (ok && size) button.textContent = `Run it here (loads ${(size / 1e6).toFixed(1)} MB)`;
  }).catch(() => {});                            // the button works without the size
  button.addEventListener('click', async () => {
    const figure = new Figure(id, name);
    const broken = message => {
      figure.fail(`The network does not run here (${message}); the picture shows what it draws.`);
      figure.picture.after(wait);
      Object.assign(button, {textContent: 'Try again', disabled: false});
      status.textContent = '';
    };
    button.disabled = true;
    status.textContent = 'loading …';
    try {
      const model = await Model.load(DIGITS, share => { status.textContent = `loading, ${Math.round(100 * share)} %`; }, broken);
      build(figure, model);
      wait.remove();
      figure.show();
    } catch (error) { broken(error.message); }
  });
}

// rows of images, each (name, frame -> values); settings() -> the options of Model.run
function grid(figure, model, {columns, heads, rows, label}, settings) {
  const frames = [], size = model.size, pixels = size ** 2;
  let finished = false, began;
  figure.canvas(label, (ctx, w, h, colours) => {
    const frame = frames[film.at], left = rows.length > 1 ? 48 : 0, top = heads ? 18 : 0, each = (w - left) / columns;
    ctx.fillStyle = colours.ink;
    ctx.textAlign = 'center';
    if (heads) heads().forEach((head, i) => ctx.fillText(head, left + (i + 0.5) * each, 12));
    ctx.textAlign = 'right';
    ctx.textBaseline = 'middle';
    rows.forEach(([name, values], r) => {
      if (rows.length > 1) ctx.fillText(name(), left - 6, top + (r + 0.5) * each);
      if (!frame) return;
      const all = values(frame), lines = all.length / columns / pixels;
      for (let i = 0; i < columns * lines; i++) {
        const at = [left + i % columns * each + 1, top + (r * lines + Math.floor(i / columns)) * each + 1, each - 2, each - 2];
        picture(ctx, at, all.subarray(i * pixels, (i + 1) * pixels), size, size, (v, j) => {
          const grey = 127.5 * (v[j] + 1);
          return [grey, grey, grey, 255];
        });
      }
    });
  }, w => (heads ? 18 : 0) + (w - (rows.length > 1 ? 48 : 0)) / columns * (rows.length > 1 ? rows.length : 3));
  const film = figure.film('step shown', () => {
    const frame = frames[film.at];
    if (frame) figure.says(`${frame.t < 0 ? 'x₀, the result' : `t = ${frame.t + 1}`}   step ${frame.step} of ${frames.length - 1}${finished ? `   ${finished}` : ''}`);
    figure.update();
  }, k => frames[k] && frames[k].t >= 0 ? `t = ${frames[k].t + 1}` : 'x₀');
  const run = () => {
    const options = settings();
    frames.length = 0;
    finished = false;
    began = performance.now();
    film.stop();
    model.run(options, frame => {
      frames[frame.step] = frame;
      film.reach(frame.step);
      if (frame.t < 0) finished = `${options.seeds.length} digits in ${((performance.now() - began) / 1000).toFixed(2)} s`;
      if (moves() || finished) film.go(frame.step);
    });
  };
  figure.leave = () => { if (!finished) model.stop(); };       // off the screen nothing computes
  figure.enter = () => { if (!finished) run(); };
  return run;
}

const steps = (figure, value, run) => figure.slider('steps', {values: STEPS, value}, run);
const etaSlider = (figure, run) => figure.slider('η', {max: 1, step: 0.05, value: 0, show: v => v.toFixed(2)}, run);

offer('live-digits', 'Eight digits appear, with the network\'s estimate at every step', (figure, model) => {
  let seed = 1;
  const run = grid(figure, model, {
    columns: 8, label: 'Above x_t, below the network\'s estimate of x_0, for eight starts',
    rows: [[() => 'xₜ', ({x}) => x], [() => 'x̂₀', ({x0}) => x0]],
  }, () => ({seeds: list(8, i => 100 * seed + i), steps: count.value, sampler: sampler.value, spacing: spacing.value,
    eta: sampler.value === 'ddim' ? eta.value : 0, clip: clip.value}));
  const sampler = figure.select('sampler', names(SAMPLERS), 'ddim', name => { eta.enable(name === 'ddim'); run(); });
  const count = steps(figure, 20, run), eta = etaSlider(figure, run);
  const spacing = figure.select('spacing', names(SPACINGS), 'uniform', run);
  figure.slider('seed', {min: 1, max: 99, value: 1}, value => { seed = value; run(); });
  const clip = figure.check('clip x̂₀', true, run);
});

offer('live-guidance', 'Digits by label under guidance', (figure, model) => {
  let seed = 2;
  const {classes, names: digits} = model, all = () => which.value === 'all';
  const third = (frame, k) => frame.x.subarray(k * frame.x.length / 3, (k + 1) * frame.x.length / 3);
  const run = grid(figure, model, {
    columns: 10, label: 'Three rows of ten digits: without the label, with it, and with guidance',
    heads: () => list(10, i => all() ? digits[i % classes] : which.value),
    rows: [[() => 'no label', frame => third(frame, 0)], [() => 'w = 1', frame => third(frame, 1)],
      [() => `w = ${weight.value}`, frame => third(frame, 2)]],
  }, () => {
    const asked = list(10, i => all() ? i % classes : digits.indexOf(which.value));
    const starts = list(10, i => 100 * seed + (all() ? 0 : i));
    return {seeds: [...starts, ...starts, ...starts], labels: [...list(10, () => classes), ...asked, ...asked],
      weights: list(30, i => i < 20 ? 1 : weight.value), steps: count.value, sampler: 'ddim', interval: [from.value - 1, to.value]};
  });
  const which = figure.select('label', {all: 'all, from one noise', ...Object.fromEntries(digits.map(name => [name, name]))}, 'all', run);
  const weight = figure.slider('weight w', {max: 8, step: 0.5, value: 3}, run), count = steps(figure, 10, run);
  const to = figure.slider('guided from t =', {min: 1, max: 1000, value: 1000}, run);
  const from = figure.slider('down to t =', {min: 1, max: 1000, value: 1}, run);
  figure.button('New noise', () => { seed++; run(); });
});

offer('live-index', 'Thirty digits, as asked', (figure, model) => {
  let seed = 1;
  const digits = model.names;
  const run = grid(figure, model, {columns: 10, rows: [[() => '', ({x}) => x]], label: 'Thirty digits on their way from noise'}, () => ({
    seeds: list(30, i => 100 * seed + i), steps: count.value, sampler: sampler.value,
    labels: list(30, i => which.value === 'all' ? i % digits.length : digits.indexOf(which.value)), weights: list(30, () => weight.value),
  }));
  const which = figure.select('digit', {all: `${digits[0]} to ${digits[digits.length - 1]}`, ...Object.fromEntries(digits.map(name => [name, name]))}, 'all', run);
  const weight = figure.slider('guidance', {max: 5, step: 0.25, value: 1.5, show: v => v.toFixed(2)}, run);
  const count = steps(figure, 20, run), sampler = figure.select('sampler', names(SAMPLERS), 'ddim', run);
  figure.button('Draw again', () => { seed++; run(); });
});
