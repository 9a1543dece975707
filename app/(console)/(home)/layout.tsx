import type { ReactNode } from "react";
import { ConsoleFrame } from "../console-frame";

export default function HomeLayout({ children }: { children: ReactNode }) {
  return <ConsoleFrame>{children}</ConsoleFrame>;
}
