//! The program: arguments, one verb, an exit code.

use std::io::Write;

use byline::{analysis::analyze, cli::analyze::write_json, source};

fn main() {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for arg in std::env::args().skip(3) {
        match source::find(std::path::Path::new(&arg)) {
            Ok(found) => {
                for location in found {
                    match location.and_then(|location| Ok((source::read(&location)?, location))) {
                        Ok((article, location)) => {
                            let name = location.name();
                            let _ = write_json(&mut out, name.as_str(), &article, &analyze(&article));
                        }
                        Err(fault) => eprintln!("byline: {fault}"),
                    }
                }
            }
            Err(fault) => eprintln!("byline: {fault}"),
        }
    }
    let _ = out.flush();
}
