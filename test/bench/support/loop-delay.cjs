/** Loaded before the program: measures how long its event loop is held up, and says so when it is asked. */
const { monitorEventLoopDelay } = require('node:perf_hooks');

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('message', () => process.send({ p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }));
process.channel.unref();
