@owner:accessibility
@severity:normal
Feature: Reading at any size
  As someone who reads on a phone, or magnifies everything four times
  I want each page to fit itself to what I can see
  So that I read down the page and never to and fro

  @promise:readable-at-any-size
  @browser
  Rule: Everything can be read without moving the page sideways, however narrow it is

    Scenario Outline: <place>
      Given Ada has come to "<place>"
      When Ada reads it on the narrowest screen, on a phone, magnified, and widely set
      Then Ada can read all of it without moving it sideways

      Examples:
        | place                                |
        | signing up, refused                  |
        | confirming, refused                  |
        | logging in, asked for a code         |
        | asking for a new password, done      |
        | choosing a new password, refused     |
        | asking for the mail again            |
        | unlocking                            |
        | the chat, with a table in the answer |
        | the chat, on a line that is cut      |
        | the account                          |
        | the second factor                    |
        | the second factor, switched on       |
