"""Reading documents: PDF, HTML, Markdown and text become blocks that know under which headings they stand."""
