import Form from "next/form";
import { SearchInput } from "@/components/ui/search-input";

interface Props {
  /** The page, whose URL then holds the search. */
  path: string;
  label: string;
  value: string;
}

/** Searches a list on Enter, without scripts too. */
export function SearchForm({ path, label, value }: Props) {
  return (
    <Form action={path} role="search" className="mb-4 max-w-sm">
      <SearchInput key={value} label={label} name="search" defaultValue={value} maxLength={200} />
    </Form>
  );
}
