import Link from "next/link";
import { BrandMark } from "./brand-mark";

export function Brand() {
  return (
    <Link href="/" className="inline-flex items-center gap-2 rounded-md text-base font-semibold tracking-tight">
      <BrandMark />
      Latchkey
    </Link>
  );
}
