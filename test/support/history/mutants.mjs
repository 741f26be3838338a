// Loaded into the service with `--import` when a test wants it broken in a known way: the source of one module is changed
// as it is read. Nothing of this is in the product, and a change that finds no place stops the service.
import { register } from 'node:module';

register(new URL('mutant-loader.mjs', import.meta.url));
