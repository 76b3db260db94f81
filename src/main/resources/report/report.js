'use strict';
// What a page does beyond standing there: values under the pointer, tables as text, and the epochs of a run.

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

function button(label, action) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', () => action(made));
  return made;
}

// Values: the point next to the pointer, or the next one by arrow key, is ringed and said.
function readable(figure) {
  const drawing = figure.querySelector(':scope > svg');
  const points = [...drawing.querySelectorAll('.marker')].filter(marker => marker.querySelector('title'));
  if (points.length === 0) {
    return;
  }
  for (const point of points) {
    const title = point.querySelector('title');
    point.dataset.text = title.textContent;
    title.remove();
  }
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.setAttribute('role', 'status');
  tip.hidden = true;
  figure.append(tip);
  let current = -1;

  function hide() {
    points[current]?.classList.remove('near');
    tip.hidden = true;
  }

  function show(index) {
    hide();
    current = index;
    const point = points[index];
    point.classList.add('near');
    tip.textContent = point.dataset.text;
    tip.hidden = false;
    const frame = figure.getBoundingClientRect();
    const box = point.getBoundingClientRect();
    const middle = box.left + box.width / 2 - frame.left;
    tip.style.left = clamp(middle - tip.offsetWidth / 2, 4, Math.max(4, frame.width - tip.offsetWidth - 4)) + 'px';
    tip.style.top = box.top - frame.top - tip.offsetHeight - 6 + 'px';
  }

  function nearest(event) {
    let best = -1;
    let least = 40;
    points.forEach((point, index) => {
      if (!point.classList.contains('gone')) {
        const box = point.getBoundingClientRect();
        const distance =
          Math.hypot(box.left + box.width / 2 - event.clientX, box.top + box.height / 2 - event.clientY);
        if (distance < least) {
          least = distance;
          best = index;
        }
      }
    });
    return best;
  }

  function follow(event) {
    const index = nearest(event);
    if (index < 0) {
      hide();
    } else {
      show(index);
    }
  }

  const steps = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -points.length, End: points.length};
  drawing.tabIndex = 0;
  drawing.addEventListener('pointermove', follow);
  drawing.addEventListener('pointerdown', follow);
  drawing.addEventListener('pointerleave', hide);
  drawing.addEventListener('blur', hide);
  drawing.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      hide();
    } else if (event.key in steps) {
      event.preventDefault();
      show(clamp((current < 0 ? -Math.sign(steps[event.key]) : current) + steps[event.key], 0, points.length - 1));
    }
  });
}

// Tables: to the clipboard for a spreadsheet, or to a file.
function exportable(table) {
  const rows = () => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent));
  const tools = document.createElement('div');
  tools.className = 'tools';
  tools.setAttribute('role', 'group');
  tools.setAttribute('aria-label', table.caption.textContent);
  tools.append(
    button('Copy', made => copy(rows().map(row => row.join('\t')).join('\n'), made)),
    button('CSV', () => save(rows().map(row => row.map(quoted).join(',')).join('\n') + '\n',
      table.caption.textContent.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') + '.csv')));
  table.parentElement.before(tools);
}

function quoted(cell) {
  return /[",\n]/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell;
}

async function copy(text, made) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    done = document.execCommand('copy');
    area.remove();
  }
  const label = made.textContent;
  made.textContent = done ? 'Copied' : 'Not allowed';
  setTimeout(() => {
    made.textContent = label;
  }, 1500);
}

function save(text, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type: 'text/csv'}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Epochs: every chart that knows its frames is drawn anew, on the axes that it has.
function short(value) {
  return Number(value.toPrecision(4)).toString();
}

function redraw(figure, frames, frame) {
  const drawing = figure.querySelector(':scope > svg');
  const places = value => value !== null && (!frames.log || value > 0);
  const y = value =>
    frames.bottom - ((frames.log ? Math.log10(value) : value) - frames.low) / (frames.high - frames.low)
    * (frames.bottom - frames.top);
  const last = frames.series[0].values.length - 1;
  for (const series of frames.series) {
    const group = drawing.querySelectorAll('.series')[series.number];
    const values = series.values[frame];
    let path = '';
    let pen = 'M';
    values.forEach((value, index) => {
      if (places(value)) {
        path += pen + series.x[index] + ' ' + y(value).toFixed(1);
      }
      pen = places(value) ? 'L' : 'M';
    });
    group.querySelector('.line')?.setAttribute('d', path);
    for (const marker of group.querySelectorAll('.marker')) {
      const value = values[marker.dataset.point];
      const drawn = series.values[last][marker.dataset.point];
      marker.classList.toggle('gone', !places(value));
      if (places(value)) {
        marker.setAttribute('transform', 'translate(0 ' + (y(value) - y(drawn)).toFixed(1) + ')');
        marker.dataset.text = marker.dataset.text.replace(/[^ ]+$/, short(value));
      }
    }
  }
  const band = drawing.querySelector('.band');
  if (frames.band && band) {
    const edge = side => frames.band.x.map((x, index) => [x, frames.band[side][frame][index]])
      .filter(([, value]) => places(value)).map(([x, value]) => x + ' ' + y(value).toFixed(1));
    const outline = [...edge('high'), ...edge('low').reverse()];
    band.setAttribute('d', outline.length === 0 ? '' : 'M' + outline.join('L') + 'Z');
  }
  figure.classList.toggle('past', frame !== last);
}

function playable(player) {
  const slider = player.querySelector('input');
  const shown = player.querySelector('output');
  const epochs = player.dataset.epochs.split(' ');
  const charts = [...document.querySelectorAll('figure[data-frames]')]
    .map(figure => [figure, JSON.parse(figure.dataset.frames)]);
  let timer = 0;

  function draw() {
    const frame = Number(slider.value);
    charts.forEach(([figure, frames]) => redraw(figure, frames, frame));
    shown.textContent = epochs[frame];
    slider.setAttribute('aria-valuetext', 'epoch ' + epochs[frame]);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = 'Play';
  }

  const play = button('Play', () => {
    if (timer !== 0) {
      stop();
      return;
    }
    if (Number(slider.value) === epochs.length - 1) {
      slider.value = 0;
    }
    play.textContent = 'Pause';
    draw();
    timer = setInterval(() => {
      slider.value = Number(slider.value) + 1;
      draw();
      if (Number(slider.value) === epochs.length - 1) {
        stop();
      }
    }, 250);
  });
  slider.addEventListener('input', () => {
    stop();
    draw();
  });
  player.append(play);
  player.hidden = false;
}

document.querySelectorAll('figure').forEach(readable);
document.querySelectorAll('.scroll > table').forEach(exportable);
document.querySelectorAll('.player').forEach(playable);
