// Chapter 06: every sampler in the plane, on densities whose score is exact, or on points that the reader paints.
import {Mixture, SAMPLERS, SCHEDULES, SPACINGS, alphaBars, denoise, energyDistance, randomizer, timeSteps} from './diffusion.js';
import {moves, start} from './figure.js';
import {Plane} from './points.js';

const ALPHA_BAR = alphaBars(SCHEDULES.linear()), N = 600, LINES = 40, STEPS = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40, 60, 100];
const same = names => Object.fromEntries(Object.keys(names).map(name => [name, name]));
const arc = (n, x, y, radius, from, to) => Array.from({length: n}, (_, i) => from + (to - from) * (i + 0.5) / n)
  .flatMap(angle => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);

export const DATA = {
  moons: new Mixture([...arc(24, -0.5, -0.3, 1.05, 0, Math.PI), ...arc(24, 0.55, 0.3, 1.05, Math.PI, 2 * Math.PI)], 0.09),
  rings: new Mixture([...arc(20, 0, 0, 0.55, 0, 2 * Math.PI), ...arc(40, 0, 0, 1.4, 0, 2 * Math.PI)], 0.07),
  mixture: new Mixture([-1.2, 0, 0.2, 0.2, 0.4, 1, 1.2, 0.2, 0.4, -0.8, 1.2, -0.8], 0.22, [0.3, 0.1, 0.2, 0.1, 0.1, 0.2]),
};

start('live-plane', 'Samplers in the plane', figure => {
  let painted = arc(24, 0, 0, 1.2, -0.5, 4), data = DATA.moons, seed = 1, frames = [], floor;
  const plane = new Plane(figure, 'Points on their way from noise to data', 2.4);
  const choose = () => {
    data = shape.value === 'paint' ? new Mixture(painted, 0.1) : DATA[shape.value];
    const random = randomizer(0);
    floor = 0;
    plane.paint(shape.value === 'paint');
    clear.hidden = shape.value !== 'paint';
    figure.work(function* () {
      for (let i = 0; i < 4; i++) { floor += energyDistance(data.draw(N, random), data.draw(N, random)) / 4; yield; }
      yield* sample();
    }());
  };
  function* sample() {
    const times = timeSteps(ALPHA_BAR, steps.value, spacing.value), random = randomizer(seed), x_T = random.normals(2 * N);
    const calls = denoise(ALPHA_BAR, (x, t) => data.eps(x, ALPHA_BAR[t]), x_T, times, sampler.value,
      {eta: sampler.value === 'ddim' ? eta.value : 0, noise: () => random.normals(2 * N)});
    const seen = [];
    for (const frame of calls) { seen.push(frame); yield; }
    const truth = data.draw(N, randomizer(seed + 1000));
    yield;
    const distance = energyDistance(seen[seen.length - 1].x, truth);
    frames = seen;
    result = `${times.length} calls   distance to the data ${distance.toFixed(3)}   (between two exact draws ${floor.toFixed(3)})`;
    film.reach(times.length);
    if (moves() && !asked) film.go(film.last); else film.go(film.last);
  }
  let result = '', asked = false;
  const run = () => figure.work(sample());
  plane.draw = () => {
    const frame = frames[Math.min(film.at, frames.length - 1)];
    plane.density(data, frame ? (frame.t < 0 ? 1 : ALPHA_BAR[frame.t]) : 1);
    if (!frame) return;
    if (lines.value) plane.lines(frames.slice(0, film.at + 1).map(({x}) => x), LINES);
    plane.points(frame.x);
    figure.says(result);
  };
  plane.painted = (x, y) => {
    painted = painted.concat([x, y]).slice(-400);
    choose();
  };
  const shape = figure.select('data', {moons: 'two moons', rings: 'rings', mixture: 'a mixture', paint: 'paint your own'}, 'moons', choose);
  const sampler = figure.select('sampler', same(SAMPLERS), 'ddim', name => { eta.enable(name === 'ddim'); run(); });
  const spacing = figure.select('spacing', same(SPACINGS), 'uniform', run);
  const steps = figure.slider('steps', {values: STEPS, value: 10}, run);
  const eta = figure.slider('η', {max: 1, step: 0.05, value: 0, show: v => v.toFixed(2)}, run);
  const film = figure.film('step shown', () => figure.update(), k => frames[k] ? (frames[k].t < 0 ? 'x₀' : `t = ${frames[k].t + 1}`) : '');
  const lines = figure.check('paths', true, () => figure.update());
  figure.button('New noise', () => { seed++; run(); });
  const clear = figure.button('Clear', () => { painted = painted.slice(-2); choose(); });
  choose();
});
