import { Download } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";

interface Props {
  /** The URL of an export with the page's filters, by format. */
  href: (format: "csv" | "jsonl") => string;
}

/** Downloads everything that the filters match, on all pages. */
export function ExportLinks({ href }: Props) {
  return (
    <div className="flex flex-wrap gap-2">
      <a href={href("csv")} download className={buttonStyle()}>
        <Download aria-hidden />
        Export CSV
      </a>
      <a href={href("jsonl")} download className={buttonStyle()}>
        <Download aria-hidden />
        JSON Lines
      </a>
    </div>
  );
}
