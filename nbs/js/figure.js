// What all live figures share: a place in the page, controls, canvases that follow size, theme and screen.

const CALM = matchMedia('(prefers-reduced-motion: reduce)');
export const moves = () => !CALM.matches;

export function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

export class Figure {
  // Takes the place of the picture in the cell with this id, which is what a page without JavaScript shows
  constructor(id, name) {
    this.cell = document.getElementById(id);
    this.picture = this.cell.querySelector('figure > p');
    this.link = this.cell.querySelector('.live');
    this.root = element('div', 'live-figure');
    this.root.setAttribute('role', 'group');
    this.root.setAttribute('aria-label', name);
    this.stage = this.root.appendChild(element('div', 'live-stage'));
    this.line = this.root.appendChild(element('p', 'live-says'));
    this.controls = this.root.appendChild(element('div', 'live-controls'));
    this.canvases = [];
    this.visible = false;
    this.waiting = [];
    this.enter = this.leave = () => {};          // when it comes onto the screen, and goes
  }

  show() {
    this.picture.hidden = true;
    if (this.link) this.link.hidden = true;
    const note = this.cell.querySelector('.live-note');
    if (note) note.remove();
    this.picture.before(this.root);
    new IntersectionObserver(([entry]) => {
      this.visible = entry.isIntersecting;
      (this.visible ? this.enter : this.leave)();
      if (!this.visible) return;
      this.waiting.splice(0).forEach(go => go());
      if (this.stale) this.update();
    }).observe(this.root);
    new ResizeObserver(() => this.update()).observe(this.stage);
    new MutationObserver(() => this.update()).observe(document.documentElement, {attributeFilter: ['class']});
    return this;
  }

  // A sentence in the figure's place, and the picture that was there before
  fail(sentence) {
    if (this.job) this.job.over = true;
    this.root.remove();
    this.picture.hidden = false;
    const note = this.cell.querySelector('.live-note') || element('p', 'live-note');
    note.setAttribute('role', 'status');
    note.textContent = sentence;
    this.picture.before(note);
  }

  // Canvases: draw(ctx, width, height, colours), in CSS pixels, at most once a frame and only on the screen
  canvas(label, draw, height = width => width) {
    const canvas = this.stage.appendChild(element('canvas'));
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
    this.canvases.push({canvas, draw, height});
    return canvas;
  }

  update() {
    this.stale = true;
    if (this.visible && !this.frame) this.frame = requestAnimationFrame(() => { this.frame = 0; this.paint(); });
  }

  paint() {
    if (!this.visible || !this.root.isConnected) return;
    this.stale = false;
    const style = getComputedStyle(this.root), colour = name => style.getPropertyValue(`--live-${name}`).trim();
    const colours = {ink: colour('ink'), faint: colour('faint'), paper: colour('paper'), c: [0, 1, 2, 3, 4, 5].map(i => colour(i))};
    const ratio = Math.min(3, devicePixelRatio || 1);
    for (const {canvas, draw, height} of this.canvases) {
      const w = canvas.clientWidth, h = Math.round(height(w));
      if (!w) continue;
      if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
        canvas.width = Math.round(w * ratio);
        canvas.height = Math.round(h * ratio);
        canvas.style.height = `${h}px`;
      }
      const ctx = canvas.getContext('2d');
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, w, h);
      ctx.font = '11px "DejaVu Sans", Verdana, sans-serif';
      draw(ctx, w, h, colours);
    }
  }

  says(text) { if (this.line.textContent !== text) this.line.textContent = text; }

  // Long work: a generator that is stopped every few milliseconds, waits off the screen, and ends when another starts
  async work(generator) {
    if (this.job) this.job.over = true;
    const job = this.job = {over: false};
    while (!job.over) {
      if (!this.visible) await new Promise(go => this.waiting.push(go));
      const start = performance.now();
      while (performance.now() - start < 8 && !job.over) if (generator.next().done) return;
      await new Promise(requestAnimationFrame);
    }
  }

  // Controls: native inputs; each calls `change` and has `value`, and `set(value)` that does not call it
  field(label) {
    const field = this.controls.appendChild(element('label', 'live-control'));
    field.append(element('span', 'live-name', label));
    return field;
  }

  slider(label, {values, min = 0, max = values ? values.length - 1 : 1, step = 1, value, show = String}, change) {
    const field = this.field(label), input = field.appendChild(element('input')), shown = field.appendChild(element('output'));
    Object.assign(input, {type: 'range', min, max, step});
    const control = {
      field, input, value,
      set(wanted) {
        input.value = values ? values.indexOf(wanted) : wanted;
        this.read();
      },
      read() {
        this.value = values ? values[input.value] : Number(input.value);
        input.setAttribute('aria-valuetext', shown.textContent = show(this.value));
      },
      enable(on) { input.disabled = !on; field.classList.toggle('live-off', !on); },
      limit(top) { input.max = top; this.read(); },
    };
    control.set(value);
    input.addEventListener('input', () => { control.read(); change(control.value); });
    return control;
  }

  select(label, options, value, change) {          // options: {value: text}
    const field = this.field(label), input = field.appendChild(element('select'));
    for (const [key, text] of Object.entries(options)) input.add(new Option(text, key, false, key === String(value)));
    const control = {field, input, value: input.value};
    input.addEventListener('input', () => { control.value = input.value; change(input.value); });
    return control;
  }

  check(label, value, change) {
    const field = this.field(label), input = element('input');
    field.prepend(input);
    field.classList.add('live-check');
    Object.assign(input, {type: 'checkbox', checked: value});
    const control = {field, input, value};
    input.addEventListener('input', () => { control.value = input.checked; change(input.checked); });
    return control;
  }

  button(label, press) {
    const button = this.controls.appendChild(element('button', 'live-button', label));
    button.type = 'button';
    button.addEventListener('click', press);
    return button;
  }

  // A scrubber with a play button over frames 0…last; see(frame) shows one
  film(label, see, show) {
    const play = this.button('Play', () => film.playing ? film.stop() : film.play());
    const slider = this.slider(label, {max: 0, value: 0, show}, frame => { film.stop(); film.at = frame; see(frame); });
    slider.field.classList.add('live-wide');
    const film = {
      slider, at: 0, last: 0, playing: false,
      reach(last) { this.last = last; slider.limit(last); },
      go(frame) { this.at = frame; slider.set(frame); see(frame); },
      stop() { this.playing = false; play.textContent = 'Play'; },
      play: (milliseconds = 3000) => {
        film.playing = true;
        play.textContent = 'Pause';
        if (film.at >= film.last) film.go(0);
        const start = performance.now() - film.at / Math.max(1, film.last) * milliseconds;
        const tick = now => {
          if (!film.playing) return;
          if (this.visible) film.go(Math.max(0, Math.min(film.last, Math.floor((now - start) / milliseconds * film.last))));
          if (film.at >= film.last) film.stop(); else requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
      },
    };
    return film;
  }
}

// Axes as in the book's other figures: {x: [low, high], y: [low, high], xticks, yticks, xlabel, ylabel, title}
export function axes(ctx, [left, top, width, height], {ink}, {x, y, xticks = [], yticks = [], xlabel, ylabel, title, format = String}) {
  const X = value => left + (value - x[0]) / (x[1] - x[0]) * width;
  const Y = value => top + height - (value - y[0]) / (y[1] - y[0]) * height;
  ctx.strokeStyle = ctx.fillStyle = ink;
  ctx.lineWidth = 0.8;
  ctx.strokeRect(left, top, width, height);
  ctx.beginPath();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  for (const tick of xticks) {
    ctx.moveTo(X(tick), top + height);
    ctx.lineTo(X(tick), top + height + 4);
    ctx.fillText(format(tick), X(tick), top + height + 6);
  }
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  for (const tick of yticks) {
    ctx.moveTo(left, Y(tick));
    ctx.lineTo(left - 4, Y(tick));
    ctx.fillText(format(tick), left - 6, Y(tick));
  }
  ctx.stroke();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'alphabetic';
  if (xlabel) ctx.fillText(xlabel, left + width / 2, top + height + 32);
  if (title) ctx.fillText(title, left + width / 2, top - 6);
  if (ylabel) {
    ctx.save();
    ctx.translate(left - 34, top + height / 2);
    ctx.rotate(-Math.PI / 2);
    ctx.fillText(ylabel, 0, 0);
    ctx.restore();
  }
  const inside = draw => {
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    draw();
    ctx.restore();
  };
  const curve = (xs, ys, colour, {width: line = 1.5, dash = []} = {}) => inside(() => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = line;
    ctx.setLineDash(dash);
    ctx.beginPath();
    for (let i = 0; i < xs.length; i++) ctx.lineTo(X(xs[i]), Y(ys[i]));
    ctx.stroke();
  });
  return {X, Y, inside, curve};
}

// A small image, drawn into a box; paint(values, i) gives red, green, blue and alpha of pixel i
const small = element('canvas');
export function picture(ctx, [left, top, width, height], values, columns, rows, paint, smooth = false) {
  const pixels = new ImageData(columns, rows);
  Object.assign(small, {width: columns, height: rows});
  for (let i = 0; i < columns * rows; i++) pixels.data.set(paint(values, i), 4 * i);
  small.getContext('2d').putImageData(pixels, 0, 0);
  ctx.imageSmoothingEnabled = smooth;
  ctx.drawImage(small, left, top, width, height);
}

export function rgb(colour) {               // of #rrggbb
  return [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
}

// Starts a figure; whatever goes wrong, the page keeps its picture
export function start(id, name, build) {
  if (!document.getElementById(id)) return;
  const figure = new Figure(id, name);
  try {
    build(figure);
    figure.show();
  } catch (error) {
    figure.fail(`This figure does not run here (${error.message}); the picture shows one setting.`);
  }
}
