export default function stopCluster() {
  globalThis.__testCluster?.remove();
}
