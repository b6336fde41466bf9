//! The program: arguments, one verb, an exit code.

use std::io::Write;

use byline::{analysis::analyze, cli::analyze::write_json, source};

fn main() {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for arg in std::env::args().skip(3) {
        let path = std::path::PathBuf::from(arg);
        let files = if path.is_dir() { source::files(&path) } else { vec![path] };
        for file in files {
            let name = file.display().to_string();
            if let Ok(article) = source::read(&source::Location::File(file)) {
                let _ = write_json(&mut out, &name, &article, &analyze(&article));
            }
        }
    }
    let _ = out.flush();
}
