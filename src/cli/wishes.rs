//! What a reader may wish of a feed that is followed: where it is sorted, how much of its articles is fetched, and how
//! many of them are kept. Taken by `add` and by `set`.

use clap::Args;

use super::Broken;
use crate::{
    library::{FeedId, FullText, Library, Retention},
    text::CleanLine,
};

/// What is wished of feeds. What is not said stays as it is.
#[derive(Debug, Args)]
pub(super) struct Wishes {
    /// Put the feeds into this folder; levels are parted by /, and "" is none
    #[arg(long, value_name = "FOLDER")]
    folder: Option<String>,
    /// Give the feeds this tag; may be repeated, and "" is none
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Fetch the whole page where the feed gives only a summary, at every refresh
    #[arg(long)]
    full_text: bool,
    /// Leave it at the summaries that the feed gives
    #[arg(long, conflicts_with = "full_text")]
    summaries: bool,
    /// Keep articles only for a time (90d, 8w, 6m, 1y), only so many (500), or both (90d,500); bookmarked ones always
    /// stay. "all" keeps all, which is how it is unless something else is set
    #[arg(long, value_name = "AGE|NUMBER", value_parser = retention)]
    keep: Option<Retention>,
}

impl Wishes {
    /// Whether nothing is wished.
    pub(super) fn is_empty(&self) -> bool {
        self.folder.is_none() && self.tags.is_empty() && !self.full_text && !self.summaries && self.keep.is_none()
    }

    /// Writes down what is wished of a feed.
    pub(super) fn apply(&self, library: &mut Library, feed: FeedId) -> Result<(), Broken> {
        if let Some(folder) = &self.folder {
            library.set_folder(feed, Some(CleanLine::new(folder)).filter(|folder| !folder.is_empty()).as_ref())?;
        }
        if !self.tags.is_empty() {
            let tags: Vec<_> = self.tags.iter().map(|tag| CleanLine::new(tag)).filter(|tag| !tag.is_empty()).collect();
            library.set_tags(feed, &tags)?;
        }
        if self.full_text || self.summaries {
            let wish = if self.full_text { FullText::Always } else { FullText::OnDemand };
            library.set_full_text(feed, wish)?;
        }
        if let Some(retention) = self.keep {
            library.set_retention(feed, retention)?;
        }
        Ok(())
    }
}

/// Reads how long articles are kept, or how many of them.
fn retention(text: &str) -> Result<Retention, String> {
    if text == "all" {
        return Ok(Retention::default());
    }
    let mut retention = Retention::default();
    for part in text.split(',') {
        let unit = part.len() - part.chars().next_back().map_or(0, char::len_utf8);
        let number = |digits: &str| digits.parse::<u32>().ok().filter(|number| *number > 0);
        let days = match &part[unit..] {
            "d" => Some(1),
            "w" => Some(7),
            "m" => Some(30),
            "y" => Some(365),
            _ => None,
        };
        match days {
            Some(days) => retention.days = number(&part[..unit]).and_then(|number| number.checked_mul(days)),
            None => retention.count = number(part),
        }
        let understood = if days.is_some() { retention.days } else { retention.count };
        if understood.is_none() {
            return Err(format!("{part:?} is neither an age nor a number; write 90d, 8w, 6m, 1y, 500, 90d,500 or all"));
        }
    }
    Ok(retention)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, days: Option<u32>, count: Option<u32>) {
        assert_eq!(retention(text), Ok(Retention { days, count }));
    }

    #[test]
    fn an_age_a_number_or_both() {
        check("90d", Some(90), None);
        check("2w", Some(14), None);
        check("6m", Some(180), None);
        check("1y", Some(365), None);
        check("500", None, Some(500));
        check("500,30d", Some(30), Some(500));
        check("all", None, None);
    }

    #[test]
    fn what_would_keep_nothing_or_means_nothing_is_refused() {
        for text in ["", "0", "0d", "d", "-3", "3h", "soon", "30d,", "99999999999", "4294967295y", "3é"] {
            assert!(retention(text).unwrap_err().contains("write 90d"), "{text}");
        }
    }
}
