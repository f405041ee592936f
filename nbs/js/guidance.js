// Chapter 07: guidance on three classes in the plane, with the exact network.
import {Mixture, SCHEDULES, alphaBars, denoise, guide, randomizer, timeSteps} from './diffusion.js';
import {start} from './figure.js';
import {Plane} from './points.js';

const CENTRES = [[-0.6, 0, 0.1, 0.1], [0.2, 0.5, 0.6, 0.1], [0.2, -0.4, 0.6, -0.4]], WIDTH = 0.18, N = 500;
const CLASSES = CENTRES.map(centres => new Mixture(centres, WIDTH)), ALL = new Mixture(CENTRES.flat(), WIDTH);
const ALPHA_BAR = alphaBars(SCHEDULES.linear()), TIMES = timeSteps(ALPHA_BAR, 50);

start('live-guided-plane', 'Guidance on three classes in the plane', figure => {
  let seed = 1, cloud;
  const plane = new Plane(figure, 'Samples of one class under guidance', 1.3);
  const run = () => figure.work(function* () {
    const random = randomizer(seed), one = CLASSES[which.value];
    const predict = (x, t) => {
      const w = from.value <= t + 1 && t + 1 <= to.value ? weight.value : 1, labelled = one.eps(x, ALPHA_BAR[t]);
      return w === 1 ? labelled : guide(ALL.eps(x, ALPHA_BAR[t]), labelled, w);
    };
    let x;
    for ({x} of denoise(ALPHA_BAR, predict, random.normals(2 * N), TIMES, sampler.value, {noise: () => random.normals(2 * N)})) yield;
    cloud = x;
    const centres = one.centres, away = (i, k) => (x[i] - centres[2 * k]) ** 2 + (x[i + 1] - centres[2 * k + 1]) ** 2;
    let first = 0;
    for (let i = 0; i < 2 * N; i += 2) first += away(i, 0) < away(i, 1);
    figure.says(`w = ${weight.value.toFixed(1)}   nearer to the class's first Gaussian: ${(100 * first / N).toFixed(0)} % (without guidance 50 %)`);
    figure.update();
  }());
  plane.draw = () => {
    CLASSES.forEach((data, k) => { if (k !== Number(which.value)) plane.density(data, 1, plane.colours.ink, 60); });
    plane.density(CLASSES[which.value], 1, plane.colours.c[0], 150);
    if (cloud) plane.points(cloud, plane.colours.ink, 1.4);
  };
  const which = figure.select('class', {0: 'class 0', 1: 'class 1', 2: 'class 2'}, 0, run);
  const weight = figure.slider('weight w', {max: 6, step: 0.25, value: 3, show: v => v.toFixed(2)}, run);
  const sampler = figure.select('sampler', {ddim: 'DDIM', ddpm: 'DDPM'}, 'ddim', run);
  const to = figure.slider('guided from t =', {min: 1, max: 1000, value: 1000}, run);
  const from = figure.slider('down to t =', {min: 1, max: 1000, value: 1}, run);
  figure.button('New noise', () => { seed++; run(); });
  run();
});
