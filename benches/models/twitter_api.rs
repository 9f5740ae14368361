//! `twitter_api_response.json`: a user's time line, as an older interface answers. The compact one has no nulls and no
//! empty arrays, so that nearly everything may be absent.

use serde::{Deserialize, Serialize};

use super::present;
use super::twitter::{Hashtag, Url, UserMention};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de>"))]
pub struct Status<T, W> {
    pub created_at: W,
    pub id: u64,
    pub id_str: W,
    pub text: T,
    pub truncated: bool,
    pub entities: Entities<W>,
    pub source: T,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub in_reply_to_status_id: Option<Option<u64>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub in_reply_to_status_id_str: Option<Option<W>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub in_reply_to_user_id: Option<Option<u64>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub in_reply_to_user_id_str: Option<Option<W>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub in_reply_to_screen_name: Option<Option<W>>,
    pub user: User<T, W>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub geo: Option<()>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub coordinates: Option<()>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub place: Option<()>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub contributors: Option<()>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retweeted_status: Option<Box<Status<T, W>>>,
    pub is_quote_status: bool,
    pub retweet_count: u32,
    pub favorite_count: u32,
    pub favorited: bool,
    pub retweeted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possibly_sensitive: Option<bool>,
    pub lang: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entities<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hashtags: Option<Vec<Hashtag<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symbols: Option<Vec<()>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_mentions: Option<Vec<UserMention<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urls: Option<Vec<Url<W>>>,
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
    pub has_extended_profile: bool,
    pub default_profile: bool,
    pub default_profile_image: bool,
    pub following: bool,
    pub follow_request_sent: bool,
    pub notifications: bool,
    pub translator_type: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserEntities<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Links<W>>,
    pub description: Links<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Links<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urls: Option<Vec<Url<W>>>,
}
