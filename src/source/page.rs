//! A page of the web as an article.

use std::path::Path;

use super::{
    Format, SourceError, feed, html, markdown, plain,
    web::{Client, Content, LARGEST_PAGE, Wanted, WebError},
    with_title,
};
use crate::{
    article::Article,
    text::{self, CleanLine},
};

/// Fetches a page.
///
/// # Errors
/// Where there is nothing to be had; the message says what to do.
pub fn fetch_page(client: &Client, address: &str) -> Result<Content, WebError> {
    let answer = client.fetch(&Wanted { address, largest: LARGEST_PAGE, ..Wanted::default() })?;
    // Nothing was said of an earlier answer, so that this one has content.
    answer.content.ok_or(WebError::Garbled)
}

/// Reads a page that was fetched. Its address is where it was found, unless it names another as its own; of its site it
/// has only what it says itself.
///
/// # Errors
/// One line that names the page, says what is wrong with it and what the reader can do.
pub fn read_page(page: &Content) -> Result<Article, SourceError> {
    let name = || page.address.clone();
    let text = text::decode_as(&page.bytes, page.charset.as_deref()).map_err(|_| SourceError::Binary(name()))?;
    let is_html = page.media_type.as_deref().is_some_and(|media_type| media_type.contains("html"));
    let path = page.address.as_str().split(['?', '#']).next().unwrap_or_default();
    let mut article = match Format::of(Some(Path::new(path)), &text) {
        _ if is_html => html::read_at(&text, page.address.as_str()),
        Format::Html => html::read_at(&text, page.address.as_str()),
        _ if feed::looks_like_one(&text) => return Err(SourceError::Feed(name())),
        Format::Markdown => markdown::read(&text),
        Format::Plain => plain::read(&text),
    };
    if article.blocks.is_empty() {
        return Err(SourceError::EmptyPage(name()));
    }
    article.link.get_or_insert_with(name);
    Ok(with_title(article, name))
}

/// What stands for the name of a site that does not tell its own.
pub(super) fn site(address: &str) -> Option<CleanLine> {
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str()?;
    Some(CleanLine::new(host.strip_prefix("www.").unwrap_or(host)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(address: &str, media_type: &str, text: &str) -> Content {
        Content {
            address: CleanLine::new(address),
            bytes: text.into(),
            media_type: Some(media_type.to_owned()),
            charset: None,
            etag: None,
            modified: None,
        }
    }

    #[test]
    fn a_page_knows_its_address_and_site() {
        let raw = "<!-- made by hand --><title>Boats</title><p>The <a href='/all'>boats</a> are back.";
        let article = read_page(&page("https://www.a.example/b", "text/html", raw)).unwrap();
        assert_eq!(article.title.text.as_str(), "Boats");
        assert_eq!(article.text.as_str(), "The boats are back.");
        assert_eq!((article.site, site("https://www.a.example/b").unwrap().as_str()), (None, "a.example"));
        assert_eq!(article.link.unwrap().as_str(), "https://www.a.example/b");
        assert!(format!("{:?}", article.marks).contains("https://www.a.example/all"), "{:?}", article.marks);
    }

    #[test]
    fn texts_of_other_kinds_are_read_as_what_they_are() {
        let read = |address, text| read_page(&page(address, "text/plain", text)).unwrap();
        assert_eq!(read("https://a.example/b.md?raw", "# Boats\n\nThey are *back*.").title.text.as_str(), "Boats");
        assert_eq!(read("https://a.example/b", "The <p> boats are back.").text.as_str(), "The <p> boats are back.");
    }

    #[test]
    fn what_is_no_page_is_told() {
        let fault = |media_type, text| read_page(&page("https://a.example/", media_type, text)).unwrap_err();
        let feed = "<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>";
        assert!(matches!(fault("application/rss+xml", feed), SourceError::Feed(_)));
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "items": []}"#;
        assert!(matches!(fault("application/json", feed), SourceError::Feed(_)));
        assert!(matches!(fault("image/png", "\x01\0\0"), SourceError::Binary(_)));
        assert!(matches!(fault("text/html", "<script>x</script>"), SourceError::EmptyPage(_)));
    }
}
