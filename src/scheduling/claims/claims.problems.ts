import { declareConstraints } from '../../platform/errors/database-faults.js';
import { conflict } from '../../platform/errors/refusal.js';

declareConstraints({
  // The planner names every conflict; this is the database's last word, when somebody was faster all the same.
  claims_no_overlap: () => conflict('slot-taken', 'Somebody was faster: a device, a room, a person is taken at that time.', { conflicts: [] }),
});
