import { setFlagsFromString } from 'node:v8';

/**
 * How V8 collects garbage here; imported before anything else, so that it holds however the service is started.
 *
 * What one request leaves behind is spread over the requests that are under way beside it, outlives a minor collection or two
 * and lies in the old space until the next major one, which V8 would put off until the heap is several times what is alive
 * (70 MiB). `--heap-growing-percent`: a major one is due when so much more than what was alive has gathered.
 * `--no-allocation-site-pretenuring`: V8 would learn from the start that rows live long, and put those of an export where only
 * a major collection finds them.
 */
setFlagsFromString('--heap-growing-percent=60');
setFlagsFromString('--no-allocation-site-pretenuring');
