//! byline, a terminal reader for news that knows who is in a text and who said what.
//!
//! The modules stand in the order of the line that the data flows along:
//! bytes become clean [`text`], text an [`article`] (read by a [`source`]), the article gets its [`analysis`].

pub mod text;

pub mod article;

pub mod source;

pub mod analysis;

pub mod library;

pub mod refresh;

pub mod app;

pub mod view;

pub mod runtime;

pub mod config;

pub mod cli;
