/** Enough for a small machine; every commit is on the disk before it is acknowledged. */
export const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '128MB',
  deadlock_timeout: '50ms',
  // Statements and their values may hold patients' data; the log is no place for those.
  log_parameter_max_length_on_error: 0,
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** For tests: nothing survives anyway, so nothing waits for the disk. */
export const THROW_AWAY_SETTINGS = {
  shared_buffers: '256MB',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_wal_size: '2GB',
};
