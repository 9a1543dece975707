/** Runs one step of the container test and prints its name, its time, and what it returns. */
export async function step<T>(name: string, work: () => Promise<T>, describe?: (result: T) => string): Promise<T> {
  const begun = performance.now();
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`.padStart(8);
  try {
    const result = await work();
    console.log(`${seconds()}  ✓ ${name}${describe ? `: ${describe(result)}` : ""}`);
    return result;
  } catch (error) {
    console.log(`${seconds()}  ✗ ${name}`);
    throw error;
  }
}
