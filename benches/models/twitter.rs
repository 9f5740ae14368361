//! `twitter.json`: a page of search results. Many short strings, some with escapes, much not ASCII.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Twitter<T, W> {
    pub statuses: Vec<Status<T, W>>,
    pub search_metadata: SearchMetadata<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchMetadata<W> {
    pub completed_in: f64,
    pub max_id: u64,
    pub max_id_str: W,
    pub next_results: W,
    pub query: W,
    pub refresh_url: W,
    pub count: u32,
    pub since_id: u32,
    pub since_id_str: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status<T, W> {
    pub metadata: Metadata<W>,
    pub created_at: W,
    pub id: u64,
    pub id_str: W,
    pub text: T,
    pub source: T,
    pub truncated: bool,
    pub in_reply_to_status_id: Option<u64>,
    pub in_reply_to_status_id_str: Option<W>,
    pub in_reply_to_user_id: Option<u64>,
    pub in_reply_to_user_id_str: Option<W>,
    pub in_reply_to_screen_name: Option<W>,
    pub user: User<T, W>,
    pub geo: (),
    pub coordinates: (),
    pub place: (),
    pub contributors: (),
    pub retweet_count: u32,
    pub favorite_count: u32,
    pub entities: Entities<W>,
    pub favorited: bool,
    pub retweeted: bool,
    pub lang: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retweeted_status: Option<Box<Status<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possibly_sensitive: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entities<W> {
    pub hashtags: Vec<Hashtag<W>>,
    pub symbols: Vec<()>,
    pub urls: Vec<Url<W>>,
    pub user_mentions: Vec<UserMention<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<Vec<Media<W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Media<W> {
    pub id: u64,
    pub id_str: W,
    pub indices: Vec<u32>,
    pub media_url: W,
    pub media_url_https: W,
    pub url: W,
    pub display_url: W,
    pub expanded_url: W,
    #[serde(rename = "type")]
    pub kind: W,
    pub sizes: MediaSizes<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_status_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_status_id_str: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MediaSizes<W> {
    pub medium: MediaSize<W>,
    pub small: MediaSize<W>,
    pub thumb: MediaSize<W>,
    pub large: MediaSize<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MediaSize<W> {
    pub w: u32,
    pub h: u32,
    pub resize: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserMention<W> {
    pub screen_name: W,
    pub name: W,
    pub id: u64,
    pub id_str: W,
    pub indices: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hashtag<W> {
    pub text: W,
    pub indices: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User<T, W> {
    pub id: u64,
    pub id_str: W,
    pub name: W,
    pub screen_name: W,
    pub location: W,
    pub description: T,
    pub url: Option<W>,
    pub entities: UserEntities<W>,
    pub protected: bool,
    pub followers_count: u32,
    pub friends_count: u32,
    pub listed_count: u32,
    pub created_at: W,
    pub favourites_count: u32,
    pub utc_offset: Option<i32>,
    pub time_zone: Option<W>,
    pub geo_enabled: bool,
    pub verified: bool,
    pub statuses_count: u32,
    pub lang: W,
    pub contributors_enabled: bool,
    pub is_translator: bool,
    pub is_translation_enabled: bool,
    pub profile_background_color: W,
    pub profile_background_image_url: W,
    pub profile_background_image_url_https: W,
    pub profile_background_tile: bool,
    pub profile_image_url: W,
    pub profile_image_url_https: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_banner_url: Option<W>,
    pub profile_link_color: W,
    pub profile_sidebar_border_color: W,
    pub profile_sidebar_fill_color: W,
    pub profile_text_color: W,
    pub profile_use_background_image: bool,
    pub default_profile: bool,
    pub default_profile_image: bool,
    pub following: bool,
    pub follow_request_sent: bool,
    pub notifications: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserEntities<W> {
    pub description: Links<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Links<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Links<W> {
    pub urls: Vec<Url<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Url<W> {
    pub url: W,
    pub expanded_url: W,
    pub display_url: W,
    pub indices: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metadata<W> {
    pub result_type: W,
    pub iso_language_code: W,
}
