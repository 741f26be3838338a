/**
 * The published recipes: the clinic's library, versioned, and the dose and safety kernels that judge it.
 *
 * Verbs: `stockLibrary` (copies the catalogue into a clinic), `draftProtocol`, `publishVersion`. A published version never
 * changes, by trigger; a course pins one; retiring stops new courses only.
 */
export { ProtocolsModule } from './protocols.module.js';
export { draftProtocol, publishVersion } from './protocols.service.js';
export { stockLibrary } from './stock-library.js';
