//! `github_events.json`: a page of public events. URLs and names, and members that come and go.

use serde::{Deserialize, Serialize};

use super::present;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event<T, W> {
    #[serde(rename = "type")]
    pub kind: W,
    pub created_at: W,
    pub actor: Actor<W>,
    pub repo: Repo<W>,
    pub public: bool,
    pub payload: Payload<T, W>,
    pub id: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<Actor<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de>"))]
pub struct Payload<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commits: Option<Vec<Commit<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distinct_size: Option<u32>,
    #[serde(
        rename = "ref",
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub reference: Option<Option<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_id: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub master_branch: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_type: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forkee: Option<Forkee<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<Issue<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<Comment<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<Vec<Page<W>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<W> {
    pub page_name: W,
    pub html_url: W,
    pub title: W,
    pub sha: W,
    pub summary: (),
    pub action: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comment<T, W> {
    pub user: User<W>,
    pub url: W,
    pub issue_url: W,
    pub created_at: W,
    pub body: T,
    pub updated_at: W,
    pub id: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issue<T, W> {
    pub user: User<W>,
    pub url: W,
    pub labels: Vec<()>,
    pub html_url: W,
    pub labels_url: W,
    pub pull_request: PullRequest,
    pub created_at: W,
    pub closed_at: Option<W>,
    pub milestone: (),
    pub title: W,
    pub body: T,
    pub updated_at: W,
    pub number: u32,
    pub state: W,
    pub assignee: Option<User<W>>,
    pub id: u64,
    pub events_url: W,
    pub comments_url: W,
    pub comments: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PullRequest {
    pub html_url: (),
    pub patch_url: (),
    pub diff_url: (),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forkee<W> {
    pub description: W,
    pub fork: bool,
    pub url: W,
    pub language: W,
    pub stargazers_url: W,
    pub clone_url: W,
    pub tags_url: W,
    pub full_name: W,
    pub merges_url: W,
    pub forks: u32,
    pub private: bool,
    pub git_refs_url: W,
    pub archive_url: W,
    pub collaborators_url: W,
    pub owner: User<W>,
    pub languages_url: W,
    pub trees_url: W,
    pub labels_url: W,
    pub html_url: W,
    pub pushed_at: W,
    pub created_at: W,
    pub has_issues: bool,
    pub forks_url: W,
    pub branches_url: W,
    pub commits_url: W,
    pub notifications_url: W,
    pub open_issues: u32,
    pub contents_url: W,
    pub blobs_url: W,
    pub issues_url: W,
    pub compare_url: W,
    pub issue_events_url: W,
    pub name: W,
    pub updated_at: W,
    pub statuses_url: W,
    pub forks_count: u32,
    pub assignees_url: W,
    pub ssh_url: W,
    pub public: bool,
    pub has_wiki: bool,
    pub subscribers_url: W,
    pub mirror_url: (),
    pub watchers_count: u32,
    pub id: u64,
    pub has_downloads: bool,
    pub git_commits_url: W,
    pub downloads_url: W,
    pub pulls_url: W,
    pub homepage: Option<W>,
    pub issue_comment_url: W,
    pub hooks_url: W,
    pub subscription_url: W,
    pub milestones_url: W,
    pub svn_url: W,
    pub events_url: W,
    pub git_tags_url: W,
    pub teams_url: W,
    pub comments_url: W,
    pub open_issues_count: u32,
    pub keys_url: W,
    pub git_url: W,
    pub contributors_url: W,
    pub size: u32,
    pub watchers: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User<W> {
    pub url: W,
    pub gists_url: W,
    pub gravatar_id: W,
    #[serde(rename = "type")]
    pub kind: W,
    pub avatar_url: W,
    pub subscriptions_url: W,
    pub organizations_url: W,
    pub received_events_url: W,
    pub repos_url: W,
    pub login: W,
    pub id: u64,
    pub starred_url: W,
    pub events_url: W,
    pub followers_url: W,
    pub following_url: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commit<T, W> {
    pub url: W,
    pub message: T,
    pub distinct: bool,
    pub sha: W,
    pub author: Author<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Author<W> {
    pub email: W,
    pub name: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repo<W> {
    pub url: W,
    pub id: u64,
    pub name: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Actor<W> {
    pub gravatar_id: W,
    pub login: W,
    pub avatar_url: W,
    pub url: W,
    pub id: u64,
}
