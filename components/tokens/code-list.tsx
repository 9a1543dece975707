/** Short texts of code, beside each other. */
export function CodeList({ texts }: { texts: readonly string[] }) {
  return (
    <ul className="mt-1 flex flex-wrap gap-1">
      {texts.map((text) => (
        <li key={text} className="rounded-md border border-line px-1.5 font-mono text-xs break-all">
          {text}
        </li>
      ))}
    </ul>
  );
}
