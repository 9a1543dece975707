import { Download } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";

interface Props {
  /** The export's address with the page's filters, for a format. */
  href: (format: "csv" | "jsonl") => string;
}

/** Downloads of what the filters show, all pages of it. */
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
