/** A key whose bit is a latch. Takes the color of the text around it. */
export function BrandMark({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden className={className}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <g stroke="white" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="9" cy="9" r="3.5" />
        <path d="m11.5 11.5 6.5 6.5m-3-3 2.5-2.5" />
      </g>
    </svg>
  );
}
