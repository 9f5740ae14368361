//! What GitHub sends to a service's webhook: one object with what happened, where, and who did it.

use serde::{Deserialize, Serialize};

use super::present;

/// Of the many kinds of event, those about code, issues and checks are named whole; the others by who did what where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de>"))]
pub struct Event<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ref_type: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub master_branch: Option<W>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub description: Option<Option<T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pusher_type: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forced: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub base_ref: Option<Option<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commits: Option<Vec<Commit<T, W>>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub head_commit: Option<Option<Commit<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pusher: Option<Author<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<Box<Issue<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_request: Option<Box<PullRequest<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<Comment<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Review<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_run: Option<Box<CheckRun<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_suite: Option<Box<CheckSuite<T, W>>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub workflow_run: Option<Option<Box<WorkflowRun<W>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<User<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_reviewer: Option<User<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milestone: Option<Milestone<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<User<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forkee: Option<Box<Repository<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes<T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<Box<Repository<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<Organization<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<User<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installation: Option<Installation<W>>,
}

/// Without its times, which are texts in some events and seconds in others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repository<T, W> {
    pub id: u64,
    pub node_id: W,
    pub name: W,
    pub full_name: W,
    pub private: bool,
    pub owner: User<W>,
    pub html_url: W,
    pub description: Option<T>,
    pub fork: bool,
    pub url: W,
    pub forks_url: W,
    pub keys_url: W,
    pub collaborators_url: W,
    pub teams_url: W,
    pub hooks_url: W,
    pub issue_events_url: W,
    pub events_url: W,
    pub assignees_url: W,
    pub branches_url: W,
    pub tags_url: W,
    pub blobs_url: W,
    pub git_tags_url: W,
    pub git_refs_url: W,
    pub trees_url: W,
    pub statuses_url: W,
    pub languages_url: W,
    pub stargazers_url: W,
    pub contributors_url: W,
    pub subscribers_url: W,
    pub subscription_url: W,
    pub commits_url: W,
    pub git_commits_url: W,
    pub comments_url: W,
    pub issue_comment_url: W,
    pub contents_url: W,
    pub compare_url: W,
    pub merges_url: W,
    pub archive_url: W,
    pub downloads_url: W,
    pub issues_url: W,
    pub pulls_url: W,
    pub milestones_url: W,
    pub notifications_url: W,
    pub labels_url: W,
    pub releases_url: W,
    pub deployments_url: W,
    pub updated_at: W,
    pub git_url: W,
    pub ssh_url: W,
    pub clone_url: W,
    pub svn_url: W,
    pub homepage: Option<W>,
    pub size: u32,
    pub stargazers_count: u32,
    pub watchers_count: u32,
    pub language: Option<W>,
    pub has_issues: bool,
    pub has_projects: bool,
    pub has_downloads: bool,
    pub has_wiki: bool,
    pub has_pages: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_discussions: Option<bool>,
    pub forks_count: u32,
    pub mirror_url: Option<W>,
    pub archived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
    pub open_issues_count: u32,
    pub license: Option<License<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_forking: Option<bool>,
    pub forks: u32,
    pub open_issues: u32,
    pub watchers: u32,
    pub default_branch: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
    pub is_template: bool,
    pub topics: Vec<W>,
    pub visibility: W,
    pub web_commit_signoff_required: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User<W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<W>,
    pub login: W,
    pub id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_id: Option<W>,
    pub avatar_url: W,
    pub gravatar_id: W,
    pub url: W,
    pub html_url: W,
    pub followers_url: W,
    pub following_url: W,
    pub gists_url: W,
    pub starred_url: W,
    pub subscriptions_url: W,
    pub organizations_url: W,
    pub repos_url: W,
    pub events_url: W,
    pub received_events_url: W,
    #[serde(rename = "type")]
    pub kind: W,
    pub site_admin: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct License<W> {
    pub key: W,
    pub name: W,
    pub spdx_id: W,
    pub url: Option<W>,
    pub node_id: W,
}

/// The app that the event is sent to; its rights are not named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "W: Deserialize<'de>"))]
pub struct Installation<W> {
    pub id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<User<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_selection: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_tokens_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repositories_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_type: Option<W>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub suspended_at: Option<Option<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_id: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organization<T, W> {
    pub login: W,
    pub id: u64,
    pub node_id: W,
    pub url: W,
    pub repos_url: W,
    pub events_url: W,
    pub hooks_url: W,
    pub issues_url: W,
    pub members_url: W,
    pub public_members_url: W,
    pub avatar_url: W,
    pub description: Option<T>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changes<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Change<T>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Change<T>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckRun<T, W> {
    pub id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_id: Option<W>,
    pub head_sha: W,
    pub external_id: W,
    pub url: W,
    pub html_url: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details_url: Option<W>,
    pub status: W,
    pub conclusion: Option<W>,
    pub started_at: W,
    pub completed_at: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<Output<T, W>>,
    pub name: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_suite: Option<CheckSuite<T, W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<App<T, W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Output<T, W> {
    pub title: Option<T>,
    pub summary: Option<T>,
    pub text: Option<T>,
    pub annotations_count: u32,
    pub annotations_url: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckSuite<T, W> {
    pub id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_id: Option<W>,
    pub head_branch: W,
    pub head_sha: W,
    pub status: W,
    pub conclusion: Option<W>,
    pub url: W,
    pub before: W,
    pub after: W,
    pub app: App<T, W>,
    pub created_at: W,
    pub updated_at: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_check_runs_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_runs_url: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct App<T, W> {
    pub id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<W>,
    pub node_id: W,
    pub name: W,
    pub description: Option<T>,
    pub external_url: W,
    pub html_url: W,
    pub created_at: W,
    pub updated_at: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<W>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de>"))]
pub struct Comment<T, W> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_request_review_id: Option<u64>,
    pub html_url: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_request_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue_url: Option<W>,
    pub id: u64,
    pub node_id: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff_hunk: Option<T>,
    pub user: User<W>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub path: Option<Option<W>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit_id: Option<W>,
    pub created_at: W,
    pub updated_at: W,
    pub author_association: W,
    pub body: T,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkflowRun<W> {
    pub id: u64,
    pub name: W,
    pub node_id: W,
    pub head_branch: W,
    pub head_sha: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_title: Option<W>,
    pub run_number: u32,
    pub event: W,
    pub status: W,
    pub conclusion: Option<W>,
    pub workflow_id: u64,
    pub check_suite_id: u64,
    pub check_suite_node_id: W,
    pub url: W,
    pub html_url: W,
    pub created_at: W,
    pub updated_at: W,
    pub run_attempt: u32,
    pub run_started_at: W,
    pub actor: User<W>,
    pub triggering_actor: User<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jobs_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logs_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_suite_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifacts_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rerun_url: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow_url: Option<W>,
}

/// What a text was before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change<T> {
    pub from: T,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label<T, W> {
    pub id: u64,
    pub node_id: W,
    pub url: W,
    pub name: W,
    pub color: W,
    #[serde(rename = "default")]
    pub is_default: bool,
    pub description: T,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de>"))]
pub struct Issue<T, W> {
    pub url: W,
    pub repository_url: W,
    pub labels_url: W,
    pub comments_url: W,
    pub events_url: W,
    pub html_url: W,
    pub id: u64,
    pub node_id: W,
    pub number: u32,
    pub title: T,
    pub user: User<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<Label<T, W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub assignee: Option<Option<User<W>>>,
    pub assignees: Vec<User<W>>,
    pub milestone: Option<Milestone<T, W>>,
    pub comments: u32,
    pub created_at: W,
    pub updated_at: W,
    pub closed_at: Option<W>,
    pub author_association: W,
    pub active_lock_reason: Option<W>,
    pub body: Option<T>,
    pub draft: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Milestone<T, W> {
    pub url: W,
    pub html_url: W,
    pub labels_url: W,
    pub id: u64,
    pub node_id: W,
    pub number: u32,
    pub title: T,
    pub description: T,
    pub creator: User<W>,
    pub open_issues: u32,
    pub closed_issues: u32,
    pub state: W,
    pub created_at: W,
    pub updated_at: W,
    pub due_on: W,
    pub closed_at: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>, W: Deserialize<'de>"))]
pub struct PullRequest<T, W> {
    pub url: W,
    pub id: u64,
    pub node_id: W,
    pub html_url: W,
    pub diff_url: W,
    pub patch_url: W,
    pub issue_url: W,
    pub number: u32,
    pub state: W,
    pub locked: bool,
    pub title: T,
    pub user: User<W>,
    pub body: Option<T>,
    pub created_at: W,
    pub updated_at: W,
    pub closed_at: Option<W>,
    pub merged_at: Option<W>,
    pub merge_commit_sha: Option<W>,
    pub assignee: Option<User<W>>,
    pub assignees: Vec<User<W>>,
    pub requested_reviewers: Vec<User<W>>,
    pub labels: Vec<Label<T, W>>,
    pub milestone: Option<Milestone<T, W>>,
    pub commits_url: W,
    pub review_comments_url: W,
    pub review_comment_url: W,
    pub comments_url: W,
    pub statuses_url: W,
    pub head: Branch<T, W>,
    pub base: Branch<T, W>,
    pub author_association: W,
    pub active_lock_reason: Option<W>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub mergeable: Option<Option<bool>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub rebaseable: Option<Option<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mergeable_state: Option<W>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub merged_by: Option<Option<User<W>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_comments: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maintainer_can_modify: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commits: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additions: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletions: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_files: Option<u32>,
}

/// One end of a pull request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Branch<T, W> {
    pub label: W,
    #[serde(rename = "ref")]
    pub reference: W,
    pub sha: W,
    pub user: User<W>,
    pub repo: Repository<T, W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review<T, W> {
    pub id: u64,
    pub node_id: W,
    pub user: User<W>,
    pub body: Option<T>,
    pub commit_id: W,
    pub submitted_at: W,
    pub state: W,
    pub html_url: W,
    pub pull_request_url: W,
    pub author_association: W,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Author<W> {
    pub name: W,
    pub email: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<W>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commit<T, W> {
    pub id: W,
    pub tree_id: W,
    pub distinct: bool,
    pub message: T,
    pub timestamp: W,
    pub url: W,
    pub author: Author<W>,
    pub committer: Author<W>,
    pub added: Vec<W>,
    pub removed: Vec<W>,
    pub modified: Vec<W>,
}
